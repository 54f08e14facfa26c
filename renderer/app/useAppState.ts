export { useAppState } from './hostState.ts';
