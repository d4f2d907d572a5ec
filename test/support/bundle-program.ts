import { basename, dirname, join } from 'node:path';
import { bundleVictim } from './bundle-victim';

/** Bundles a program of the sandbox as the build does, because it runs outside the test runner. Returns its file, in the checkout. */
export const bundleProgram = (source: string): string =>
	bundleVictim(join(dirname(dirname(__dirname)), 'build', `sandbox-${basename(source, '.ts')}`), source);
