{
  description = "A household's PCs and its people's homes, told by inventory.json";

  # The three belong together: move all of them to a new release at once.
  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";
    home-manager = {
      url = "github:nix-community/home-manager/release-26.05";
      inputs.nixpkgs.follows = "nixpkgs";
    };
    nix-darwin = {
      url = "github:nix-darwin/nix-darwin/nix-darwin-26.05";
      inputs.nixpkgs.follows = "nixpkgs";
    };
  };

  outputs =
    { nixpkgs, home-manager, nix-darwin, ... }:
    import ./lib/mk-fleet.nix {
      inherit nixpkgs home-manager nix-darwin;
      inventory = builtins.fromJSON (builtins.readFile ./inventory.json);
    };
}
