import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFolder } from '../lib/cached-folder.mjs';
import { getMavenArtifact } from './get-maven-artifact.mjs';
import { runCommand } from './run-command.mjs';
import { Unavailable } from './unavailable.mjs';

/** Returns the folder of the Zeebe 8.6.0 broker; the first call fetches it (300 MB). */
export function getBroker(say) {
	const make = (folder) => {
		say('fetching the Zeebe 8.6.0 broker with Maven, 300 MB, once for this user');
		return unpackBroker(folder);
	};
	return cachedFolder({ name: 'zeebe-8.6.0/broker', make, progress: say });
}

async function unpackBroker(folder) {
	await getMavenArtifact('io.camunda:camunda-zeebe:8.6.0:tar.gz', folder);
	const archive = readdirSync(folder).find((name) => name.endsWith('.tar.gz'));
	const { code, output } = await runCommand('tar', ['-xzf', archive, '--strip-components=1'], { cwd: folder });
	if (code !== 0) throw new Unavailable(`Cannot unpack the Zeebe broker into ${folder}: ${output.trim()}`);
	rmSync(join(folder, archive));
}
