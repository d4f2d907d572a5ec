/** From little to much isolation. See docs/sandbox/sandbox.md. */
export const sandboxLevels = ['L0', 'L0+', 'L1', 'L2', 'L3'] as const;
export type SandboxLevel = (typeof sandboxLevels)[number];

/** `none`: not even L0 held. */
export function isAtLeast(level: SandboxLevel | 'none', least: SandboxLevel): boolean {
	return level !== 'none' && sandboxLevels.indexOf(level) >= sandboxLevels.indexOf(least);
}
