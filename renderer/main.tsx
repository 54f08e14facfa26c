import { start } from './app/start.tsx';
import { openHostPort } from './host/openHostPort.ts';

start(openHostPort());
