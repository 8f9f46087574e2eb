import { importJson } from '../../lib/crm/local';

/** Imports the text it is sent, and hangs after the third record is under way, to be killed there. */
// oxlint-disable-next-line typescript/unbound-method -- called with the store as `this` below
const add = IDBObjectStore.prototype.add;
let added = 0;
IDBObjectStore.prototype.add = function (...args) {
  const request = add.apply(this, args);
  added += 1;
  if (added === 3) {
    postMessage('half done');
    for (;;);
  }
  return request;
};

onmessage = ({ data }: MessageEvent<string>) => void importJson(data);
