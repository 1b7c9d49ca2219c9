Component({
  properties: { words: String, again: { type: Boolean, value: true } },
  methods: {
    again() { this.triggerEvent('again'); },
  },
});
