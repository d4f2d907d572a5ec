/** A process that reads the ledger once, as a command does, and closes nothing: `node read-usage.js ADDRESS`. */
import { openUsageStore } from '../../../providers/state/usage/usage-store';
import type { TroupeError } from '../../../core/base/errors';

void openUsageStore(process.argv[2]!)
	.totals({ by: ['day'] }, Date.now())
	.then(
		(totals) => JSON.stringify(totals),
		({ message, fix }: TroupeError) => `${message} ${fix}`,
	)
	.then((line) => process.stdout.write(`${line}\n`));
