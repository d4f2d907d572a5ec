/** The commands that ask the manifest gate before they run. The build lists them in the package's contents. */
export const gatedCommands = [
	'agent run',
	'agent replay',
	'agent resume',
	'agent tools',
	'knowledge ingest',
	'knowledge search',
	'knowledge evaluate',
	'knowledge re-embed',
	'memory recall',
	'memory remember',
	'memory preferences',
	'model chat',
	'model structured',
	'model embed',
	'model estimate',
	'model list',
	'process move',
	'process run',
	'process test',
	'serve',
	'worker',
] as const;

export type GatedCommand = (typeof gatedCommands)[number];
