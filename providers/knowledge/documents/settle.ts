import { isTroupeError } from '../../../core/base/errors';
import type { Catalogue } from '../generations/catalogue';

/**
 * After a change that stands: what does not count any more goes away where it lies. Where that cannot be reached now, the catalogue remembers
 * it, nobody finds it, and the next change tries again.
 */
export async function settleLater(catalogue: Catalogue): Promise<void> {
	try {
		await catalogue.vectors.settle(catalogue);
	} catch (fault) {
		if (!(isTroupeError(fault) && fault.code === 'KNOWLEDGE_STORE_UNREACHABLE')) throw fault;
	}
}
