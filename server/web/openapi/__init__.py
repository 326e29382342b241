"""The JSON API as OpenAPI 3.1 describes it; served at ``/openapi.json``."""
