import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPackageFolder } from '../../core/base/package-folder';
import { describePublish } from './publish-command';

it('leaves out the tools of a checkout, which are too many files, and nothing of an installed package', () => {
	const installed = mkdtempSync(join(tmpdir(), 'troupe-installed-'));
	expect(describePublish(installed)).toBe(`troupe manifest publish ${installed} --as-installed`);
	rmSync(installed, { recursive: true });
	const checkout = findPackageFolder();
	expect(describePublish(checkout)).toBe(`troupe manifest publish ${checkout} --as-installed --covers bin,dist,package.json`);
});
