// Stock express-pouchdb, its databases in LevelDB: node express_pouchdb.mjs <folder> <port> [mode]
// Modes: fullCouchDB (as it comes), or minimumForPouchDB, which is two to three times as fast.
import { mkdirSync } from "node:fs";
import path from "node:path";
import express from "express";
import expressPouchDB from "express-pouchdb";
import PouchDB from "pouchdb";

const [folder, port, mode] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
// It keeps its configuration and its log where it is started.
process.chdir(folder);
const Databases = PouchDB.defaults({ prefix: folder + path.sep });
express()
  .use("/", expressPouchDB(Databases, { mode }))
  .listen(Number(port), "127.0.0.1");
