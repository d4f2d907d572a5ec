import { join } from 'node:path';
import { ensurePythonPackage } from '../../scripts/lib/python-package.mjs';
import { setUp } from '../../scripts/lib/setup.mjs';

/** Builds the service unless it is built, as another part can be using it, and installs Schemathesis once. */
export default async function prepare() {
	const progress = (line) => console.error(line);
	await setUp({ progress });
	const { folder } = await ensurePythonPackage({ name: 'schemathesis', version: '4.32.5', progress });
	process.env.TROUPE_TEST_SCHEMATHESIS = join(folder, 'bin/schemathesis');
}
