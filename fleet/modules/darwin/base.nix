# What every Mac has. Nix itself belongs to its installer, which looks after it and its updates.
{ ... }:
{
  nix.enable = false;
  system.stateVersion = 6;
}
