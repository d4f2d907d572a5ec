import { memoryViolationStore } from './memory-violation-store';
import { testViolationLog } from './violations.contract';

describe('a log of violations in memory', () => testViolationLog(memoryViolationStore));
