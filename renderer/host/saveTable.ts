import type { TableFile } from '../../core/contract/views.ts';

interface SavingShell {
  saveFile(suggestedName: string, bytes: Uint8Array): Promise<string | null>;
}

/** Saves a table that the host wrote: through the shell's dialog, in a browser as a download. False: not saved. */
export async function saveTable(file: TableFile): Promise<boolean> {
  const { ballast } = globalThis as { readonly ballast?: Partial<SavingShell> };
  if (ballast?.saveFile !== undefined) return (await ballast.saveFile(file.fileName, file.bytes)) !== null;
  const url = URL.createObjectURL(new Blob([file.bytes.slice()], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file.fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  return true;
}
