import { expect, it } from 'vitest';
import { replicaArgument, shellFolders } from '../../electron/main/shellFolders.ts';
import { fileBytesSchema, fileNameSchema, themeSchema } from '../../electron/main/shellInput.ts';

const machine = { platform: 'linux' as const, env: {}, home: '/home/ada' };

it('finds the parts of a checkout', () => {
  const folders = shellFolders({
    packaged: false,
    appPath: '/src/ballast',
    resourcesPath: '/electron/resources',
    args: ['electron', '/src/ballast', '--data=/tmp/replica'],
    machine,
  });
  expect(folders).toEqual({
    replica: '/tmp/replica',
    renderer: '/src/ballast/out/renderer',
    resources: '/src/ballast/resources',
    preload: '/src/ballast/out/preload/preload.cjs',
    utility: '/src/ballast/out/main/utility.mjs',
  });
});

it('finds the parts of a package', () => {
  const folders = shellFolders({
    packaged: true,
    appPath: '/opt/Ballast/resources/app.asar',
    resourcesPath: '/opt/Ballast/resources',
    args: ['ballast'],
    machine,
  });
  expect(folders).toMatchObject({
    replica: '/home/ada/.local/share/ballast/small',
    renderer: '/opt/Ballast/resources/app.asar/out/renderer',
    resources: '/opt/Ballast/resources/resources',
    preload: '/opt/Ballast/resources/app.asar/out/preload/preload.cjs',
    utility: '/opt/Ballast/resources/app.asar.unpacked/out/main/utility.mjs',
  });
});

it('takes the last absolute replica of the arguments', () => {
  expect(replicaArgument(['--data=/a', '--data=/b'])).toBe('/b');
  expect(replicaArgument(['--data=b', '--database=/x', '/c'])).toBeNull();
});

it('believes only a theme, a plain file name and bytes from the page', () => {
  expect(themeSchema.safeParse('dark').success).toBe(true);
  expect(themeSchema.safeParse('sepia').success).toBe(false);
  for (const name of ['inventory.csv', 'Überschuss 2001-04.csv', 'a'])
    expect([name, fileNameSchema.safeParse(name).success]).toEqual([name, true]);
  for (const name of ['', '../x', '/etc/passwd', 'a\\b', '.hidden', 'a\0b', 'x'.repeat(121), 7])
    expect([name, fileNameSchema.safeParse(name).success]).toEqual([name, false]);
  expect(fileBytesSchema.safeParse(new Uint8Array(3)).success).toBe(true);
  expect(fileBytesSchema.safeParse([1, 2]).success).toBe(false);
});
