"""CouchDB's replication protocol between any two databases, and the proof that both hold the same.

https://docs.couchdb.org/en/stable/replication/protocol.html
"""

from sync.replication.comparing import Comparison, Difference, compare
from sync.replication.peer import Refused
from sync.replication.replicating import Progress, replicate

__all__ = ["Comparison", "Difference", "Progress", "Refused", "compare", "replicate"]
