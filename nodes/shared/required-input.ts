/**
 * The value of `required` for an input that depends on a field, in the expression of a node's inputs. n8n draws the red asterisk for every value that is
 * not empty. For `true`, it also draws a red triangle when the node is added, and does not take it away when the field no longer asks for the input.
 */
export const requiredInput = "'asterisk'";
