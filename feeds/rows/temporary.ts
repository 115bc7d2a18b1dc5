/** Refusals of NetSuite that can be over by themselves, so that the same row is worth another try. */

/** By its code, what has to pass. Whatever else is refused somebody has to correct first. */
export const temporaryCodes = {
  ORDER_BUSY: 'others save the sales order, or a workflow has locked it',
  NOT_COMMITTED: 'stock has to be committed to the line',
  ORDER_NOT_APPROVED: 'the sales order has to be approved',
  PERIOD_CLOSED: 'the accounting period has to be opened',
  NOT_TOLD_APART: 'the rows of an order were refused together, for want of units to try each alone',
} as const;

export const isTemporary = (code: string): boolean => Object.hasOwn(temporaryCodes, code);
