import semver from 'semver';
import { ok, warn, type Check } from '../../check';

/** The LTS line that Troupe is built and tested with. */
const tested = '>=24.0.0';

/** The command does not start on a Node without SQLite: bin/troupe says so. */
export const nodeCheck: Check = {
	id: 'node',
	looksAt: 'the Node that runs this command',
	look: () => [
		semver.satisfies(process.versions.node, tested)
			? ok(`Node ${process.versions.node}`)
			: warn(`Node ${process.versions.node} works, but Troupe is tested with Node 24.`, 'Install Node 24, the LTS version.'),
	],
};
