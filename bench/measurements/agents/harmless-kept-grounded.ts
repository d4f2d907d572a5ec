/** Measures the share of harmless exchanges with agents that name the policy `grounded` that are delivered unchanged, with no model call more than needed. Goal: 0.97. Samples: bench/samples/harmless. */
import { playHarmless } from '../../harmless/play-harmless';

export const run = (): Promise<string> => playHarmless(true);
