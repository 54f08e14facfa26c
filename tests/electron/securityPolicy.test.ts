import { describe, expect, it } from 'vitest';
import { appPath, isPage } from '../../electron/main/appAddress.ts';
import {
  externalLink,
  isTrustedSender,
  mayDownload,
  mayNavigate,
  mayUsePermission,
  windowSecurity,
} from '../../electron/main/securityPolicy.ts';

const foreign = [
  'https://ballast/',
  'http://127.0.0.1/',
  'file:///etc/passwd',
  'app://evil/',
  'app://ballast.evil/',
  'app://user@ballast/',
  'app://ballast:80/',
  'javascript:alert(1)',
  'data:text/html,hi',
  'about:blank',
  'blob:app://ballast/1',
  'not an address',
  '',
];

describe('addresses', () => {
  it('are the page with any fragment or query', () => {
    for (const address of ['app://ballast/', 'app://ballast/#/inventory?x=1', 'app://ballast/index.html'])
      expect([address, isPage(address), mayNavigate(address)]).toEqual([address, true, true]);
  });

  it('are not the page for anything else', () => {
    for (const address of [...foreign, 'app://ballast/assets/a.js'])
      expect([address, isPage(address), mayNavigate(address)]).toEqual([address, false, false]);
  });

  it('name a path of the page or none', () => {
    expect(appPath('app://ballast/assets/a.js?x#y')).toBe('/assets/a.js');
    expect(appPath('app://ballast/../../etc/passwd')).toBe('/etc/passwd');
    for (const address of foreign) expect([address, appPath(address)]).toEqual([address, null]);
  });
});

describe('the window', () => {
  it('opens no address elsewhere', () => {
    for (const address of [...foreign, 'https://example.com/']) expect(externalLink(address)).toBeNull();
  });

  it('gets no permission', () => {
    for (const permission of [
      'clipboard-read',
      'media',
      'display-capture',
      'notifications',
      'fileSystem',
      'hid',
      'unknown',
    ])
      expect(mayUsePermission(permission)).toBe(false);
  });

  it('downloads only what the page has made', () => {
    expect(mayDownload('blob:app://ballast/5d1f')).toBe(true);
    for (const address of [
      'blob:https://evil/1',
      'https://evil/a.exe',
      'app://ballast/a',
      'blob:app://ballast.evil/1',
    ])
      expect([address, mayDownload(address)]).toEqual([address, false]);
  });

  it('is isolated and in the sandbox', () => {
    expect(windowSecurity).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
  });
});

describe('a sender', () => {
  const page = { url: 'app://ballast/#/tower', isTop: true, detached: false };
  it('is trusted if it is the page itself', () => expect(isTrustedSender(page)).toBe(true));
  it.each([
    null,
    { ...page, isTop: false },
    { ...page, detached: true },
    { ...page, url: 'https://evil/' },
    { ...page, url: '' },
  ])('is not trusted: %j', (frame) => expect(isTrustedSender(frame)).toBe(false));
});
