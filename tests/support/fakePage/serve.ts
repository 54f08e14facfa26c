import { serveFakePage } from './build.ts';

const { url } = await serveFakePage();
console.log(url);
