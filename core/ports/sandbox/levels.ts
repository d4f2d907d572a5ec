/** How far the sandbox isolates code, from little to much. docs/sandbox/sandbox.md says what each level stops. */
export const sandboxLevels = ['L0', 'L0+', 'L1', 'L2', 'L3'] as const;
export type SandboxLevel = (typeof sandboxLevels)[number];

/** Whether a level isolates at least as far as another one. `none`: not even L0 held. */
export function isAtLeast(level: SandboxLevel | 'none', least: SandboxLevel): boolean {
	return level !== 'none' && sandboxLevels.indexOf(level) >= sandboxLevels.indexOf(least);
}
