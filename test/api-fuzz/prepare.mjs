import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ensurePythonPackage } from '../../scripts/lib/python-package.mjs';

/** Builds the service as it is now, and installs Schemathesis once. */
export default async function prepare() {
	execFileSync('npm', ['run', '--silent', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] });
	const progress = (line) => console.error(line);
	const { folder } = await ensurePythonPackage({ name: 'schemathesis', version: '4.32.5', progress });
	process.env.TROUPE_TEST_SCHEMATHESIS = join(folder, 'bin/schemathesis');
}
