import { execFileSync } from 'node:child_process';

/** Builds the service as it is now, and the clients of it. */
export default function buildClients() {
	for (const script of ['build', 'clients']) execFileSync('npm', ['run', '--silent', script], { stdio: ['ignore', 'ignore', 'inherit'] });
}
