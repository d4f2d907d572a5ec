/** The commands that run something, and therefore ask the gate first; the build lists them in the package's contents. */
export const gatedCommands = ['agent run', 'process run', 'process test', 'serve', 'worker'] as const;

export type GatedCommand = (typeof gatedCommands)[number];
