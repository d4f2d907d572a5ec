import { execFileSync } from 'node:child_process';
import { setUp } from '../../scripts/lib/setup.mjs';

/** Builds the service unless it is built, as another part can be using it, and the clients of it. */
export default async function buildClients() {
	await setUp({ progress: (line) => console.error(line) });
	execFileSync('npm', ['run', '--silent', 'clients'], { stdio: ['ignore', 'ignore', 'inherit'] });
}
