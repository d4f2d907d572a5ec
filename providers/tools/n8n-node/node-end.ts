import type { NodeFault, NodeWork, WorkResults } from './node-task';

/** End of a task. After the last three kinds the process has ended too. */
export type NodeEnd<Kind extends NodeWork['kind'] = NodeWork['kind']> =
	| { kind: 'result'; result: WorkResults[Kind] }
	| { kind: 'fault'; fault: NodeFault }
	| { kind: 'stopped' }
	| { kind: 'memory' }
	| { kind: 'crash' };
