/** The channels between preload and main. Whatever arrives on one is parsed before it is believed. */
export const channels = {
  requestPort: 'ballast:request-port',
  port: 'ballast:port',
  setTheme: 'ballast:set-theme',
  saveFile: 'ballast:save-file',
  revealReplica: 'ballast:reveal-replica',
  restartHost: 'ballast:restart-host',
  openWindow: 'ballast:open-window',
  versions: 'ballast:versions',
  menu: 'ballast:menu',
  hostState: 'ballast:host-state',
} as const;
