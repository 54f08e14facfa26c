import { z } from 'zod';
import { shellThemes } from '../../core/contract/shell.ts';

/** What the page's calls may carry. */
export const themeSchema = z.enum(shellThemes);

/** A file's plain name: the folder is the person's to choose. */
export const fileNameSchema = z
  .string()
  .min(1)
  .max(120)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u);

export const fileBytesSchema = z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength <= 1 << 30);
