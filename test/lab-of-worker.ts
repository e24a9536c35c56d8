/** Each of Jest's workers has a lab of its own, which the files that it runs share one after the other. */
process.env.TRUNKLINE_LAB ??= `test${process.env.JEST_WORKER_ID}`;
