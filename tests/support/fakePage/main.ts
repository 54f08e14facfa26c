import { start } from '../../../renderer/app/start.tsx';
import { bufferedPort } from '../../../renderer/host/bufferedPort.ts';
import { messagePortToPort } from '../../../renderer/host/messagePortToPort.ts';
import { createFakeHost } from '../fakeHost.ts';

/** The window over an invented plan, in one page: `?dealers=400&items=60` sets the size, `?lost=2000` loses the line. */
const parameters = new URLSearchParams(window.location.search);
const host = createFakeHost({
  dealers: Number(parameters.get('dealers') ?? 40),
  items: Number(parameters.get('items') ?? 160),
});
const lostAfter = Number(parameters.get('lost') ?? 0);
let opened = 0;

start(async () => {
  opened++;
  if (parameters.has('away') || (lostAfter > 0 && opened > 1)) throw new Error('away');
  const channel = new MessageChannel();
  host.connect(bufferedPort(messagePortToPort(channel.port1)));
  const line = messagePortToPort(channel.port2);
  return bufferedPort({
    ...line,
    start(receive, closed) {
      line.start(receive, closed);
      if (lostAfter > 0) setTimeout(closed, lostAfter);
    },
  });
});
