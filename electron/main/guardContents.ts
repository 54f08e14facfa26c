import { app, shell, type Session } from 'electron';
import { externalLink, mayDownload, mayNavigate, mayUsePermission } from './securityPolicy.ts';

/** Puts the security policy in force for all contents that the app will ever have. */
export function guardContents(log: (line: string) => void): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (mayNavigate(event.url)) return;
      event.preventDefault();
      log('a navigation away from the page was refused');
    });
    contents.on('will-redirect', (event) => {
      if (!mayNavigate(event.url)) event.preventDefault();
    });
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      const link = externalLink(url);
      if (link !== null) void shell.openExternal(link);
      return { action: 'deny' };
    });
  });
}

export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(mayUsePermission(permission)),
  );
  session.setPermissionCheckHandler((_contents, permission) => mayUsePermission(permission));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.on('will-download', (event, item) => {
    if (!mayDownload(item.getURL())) event.preventDefault();
  });
}
