"""The verbs of the ``ruhu`` command, one file a subject; each adds its parsers and holds no rule."""
