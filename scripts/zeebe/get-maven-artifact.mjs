import { runCommand } from './run-command.mjs';
import { Unavailable } from './unavailable.mjs';

/** Copies an artifact into a folder with the ordinary Maven client and its own settings. */
export async function getMavenArtifact(artifact, folder) {
	const { code, output } = await runCommand(
		'mvn',
		['--quiet', '--batch-mode', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`],
		{ cwd: folder },
	);
	if (code === 127) throw new Unavailable('Maven (the command mvn) was not found. Install it, for instance the package maven.');
	if (code !== 0) {
		const reason = output.split('\n').find((line) => line.includes('[ERROR]')) ?? output.trim().split('\n').at(-1);
		throw new Unavailable(`Maven could not fetch ${artifact}: ${reason}`);
	}
}
