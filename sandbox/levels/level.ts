/** How far code is isolated, from little to much. docs/sandbox/levels.md says what each level stops. */
export const levels = ['L0', 'L0+', 'L1', 'L2'] as const;
export type Level = (typeof levels)[number];

/** Whether a level isolates at least as far as another one. `none`: not even L0 held. */
export function isAtLeast(level: Level | 'none', least: Level): boolean {
	return level !== 'none' && levels.indexOf(level) >= levels.indexOf(least);
}
