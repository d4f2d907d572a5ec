import type { Host } from '../../../providers/compose/hosts/host';
import type { OperationHost } from '../../operations/operation';

/** Opens everything that can hold something of a person. */
export type ExportHost = OperationHost & Host;
