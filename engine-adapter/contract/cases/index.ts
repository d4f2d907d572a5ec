import type { ContractCase } from '../contract-case';
import { gatewayCases } from './gateway-cases';
import { taskCases } from './task-cases';

export const contractCases: ContractCase[] = [...taskCases, ...gatewayCases];
