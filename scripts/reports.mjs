/**
 * `npm run reports`: writes which test plays which report of another project into test/reports.json, read from the titles of the tests.
 * `npm run bench -- reports` plays them.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listReports } from './lib/reports.mjs';
import { checkout } from './lib/setup.mjs';

writeFileSync(join(checkout, 'test/reports.json'), `${JSON.stringify(listReports(), null, '\t')}\n`);
