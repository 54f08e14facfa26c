import { spawn } from 'node:child_process';

export interface OpenCommand {
  readonly program: string;
  readonly args: readonly string[];
}

/** What hands an address to the user's browser on this platform. */
export function browserCommand(platform: NodeJS.Platform, url: string): OpenCommand {
  if (platform === 'darwin') return { program: 'open', args: [url] };
  if (platform === 'win32') return { program: 'rundll32', args: ['url.dll,FileProtocolHandler', url] };
  return { program: 'xdg-open', args: [url] };
}

/** Asks the system to open the address; whether it could is known to the person who looks at the screen. */
export function openBrowser(url: string): void {
  const { program, args } = browserCommand(process.platform, url);
  const child = spawn(program, [...args], { detached: true, stdio: 'ignore' });
  child.on('error', () => {});
  child.unref();
}
