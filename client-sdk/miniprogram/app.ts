import { client } from './lib/client';

App({
  onLaunch() {
    // The session and whatever waits in the outbox from the last time.
    client().then((known) => known.outbox.flush()).catch(() => {});
  },
});
