import { expect, it } from 'vitest';
import { defaultReplicaFolder, userDataFolder } from '../../electron/launch/dataFolders.ts';

it('puts a replica where the platform keeps data', () => {
  expect(defaultReplicaFolder({ platform: 'linux', env: {}, home: '/home/ada' })).toBe(
    '/home/ada/.local/share/ballast/small',
  );
  expect(defaultReplicaFolder({ platform: 'darwin', env: {}, home: '/Users/ada' })).toBe(
    '/Users/ada/Library/Application Support/Ballast/small',
  );
  expect(
    defaultReplicaFolder({ platform: 'win32', env: { LOCALAPPDATA: 'D:\\Local' }, home: 'C:\\Users\\ada' }),
  ).toBe('D:\\Local\\Ballast\\small');
});

it('follows XDG_DATA_HOME unless it is relative or empty', () => {
  const folder = (share: string) =>
    userDataFolder({ platform: 'linux', env: { XDG_DATA_HOME: share }, home: '/home/ada' });
  expect(folder('/data')).toBe('/data/ballast');
  expect(folder('data')).toBe('/home/ada/.local/share/ballast');
  expect(folder('')).toBe('/home/ada/.local/share/ballast');
});
