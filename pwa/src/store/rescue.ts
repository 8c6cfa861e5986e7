/** The envelopes that this phone makes and carries; filled in below. */
export {}
