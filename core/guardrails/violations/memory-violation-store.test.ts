import { memoryViolationStore } from './memory-violation-store';
import { testViolationLog } from './violation-log.contract';

describe('a log of violations in memory', () => testViolationLog(memoryViolationStore));
