/** Approval policies name levels too, so the list is among the ports. */
export { isAtLeast, type SandboxLevel as Level, sandboxLevels as levels } from '../../core/ports/sandbox/levels';
