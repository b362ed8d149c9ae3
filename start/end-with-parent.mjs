// A test worker ends with the run it belongs to, also when the run was killed outright: the channel to its parent closes then. Looked at
// now and then instead of listened for, since a listener would keep the worker from ending by itself.
const LOOK_EVERY_MS = 500;
if (process.send !== undefined) setInterval(() => process.connected || process.exit(1), LOOK_EVERY_MS).unref();
