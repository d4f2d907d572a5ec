import type { Host } from '../../../providers/compose/hosts/host';
import type { OperationHost } from '../../operations/operation';

export type ExportHost = OperationHost & Host;
