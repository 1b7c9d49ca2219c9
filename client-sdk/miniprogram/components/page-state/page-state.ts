/** The four states of a page beside its own: it loads, it is empty, something went wrong, or it is shown from an earlier time. */
Component({
  properties: {
    /** Nothing is there yet. */
    loading: Boolean,
    /** What went wrong. */
    trouble: String,
    /** From when the phone has what is shown, where the network is away. */
    since: String,
    /** What to say where there is nothing. */
    empty: String,
    /** Whether trying again makes sense. */
    again: { type: Boolean, value: true },
  },
  methods: {
    again() { this.triggerEvent('again'); },
  },
});
