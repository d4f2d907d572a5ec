/** Measures the share of harmless exchanges with plain agents that are delivered unchanged, with no model call more than needed. Goal: 0.995. Samples: bench/samples/harmless. */
import { playHarmless } from '../../harmless/play-harmless';

export const run = (): Promise<string> => playHarmless(false);
