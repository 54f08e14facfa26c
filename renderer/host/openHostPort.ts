import { portMessage } from '../../core/contract/shell.ts';
import type { Port } from '../../core/contract/rpc.ts';
import { bufferedPort } from './bufferedPort.ts';
import type { OpenPort } from './connection.ts';
import { messagePortToPort } from './messagePortToPort.ts';
import { shell } from './shell.ts';
import { takeToken } from './token.ts';
import { openWebSocketPort } from './webSocketPort.ts';

/** Which door this page came through: Electron's preload where there is one, else the loopback socket. */
export function openHostPort(): OpenPort {
  const bridge = shell();
  if (bridge === null) {
    const token = takeToken();
    return () => openWebSocketPort(socketUrl(window.location, token));
  }
  return () => openElectronPort(() => bridge.requestPort());
}

export function socketUrl(
  place: { readonly protocol: string; readonly host: string },
  token: string,
): string {
  const scheme = place.protocol === 'https:' ? 'wss:' : 'ws:';
  return `${scheme}//${place.host}/host?token=${encodeURIComponent(token)}`;
}

function openElectronPort(request: () => void): Promise<Port> {
  return new Promise((resolve) => {
    const take = (event: MessageEvent): void => {
      const port = event.ports[0];
      if (event.source !== window || event.data !== portMessage || port === undefined) return;
      window.removeEventListener('message', take);
      resolve(bufferedPort(messagePortToPort(port)));
    };
    window.addEventListener('message', take);
    request();
  });
}
