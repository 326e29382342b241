// Stock PouchDB replicates one database to another by their addresses and says what it did.
import PouchDB from "pouchdb";

const [source, target] = process.argv.slice(2);
const done = await PouchDB.replicate(source, target);
console.log(JSON.stringify({ read: done.docs_read, written: done.docs_written }));
